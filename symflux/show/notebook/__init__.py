"""What a notebook shows: HTML with formulas that it typesets, sliders, and formulas for collections of results."""
