"""What a user describes: elements, networks, builders, files, and when the steady state is unique."""
