"""Results as plain text, JSON and source code."""
