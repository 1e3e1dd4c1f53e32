"""What can be asked of a steady state: quantities, results, and claims about them."""
