"""Static pages for a browser: no framework, nothing to install, they work from a file."""
