"""The untrusted finders: which signs a flux takes, where, and the evidence that the independent checker accepts."""
