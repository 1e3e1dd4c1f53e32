"""What a person sees: LaTeX (tex), pictures, and text for terminals and other programs."""
