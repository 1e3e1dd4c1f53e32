"""Which way heat can run through a bond: by theorem for free couplings, settled case by case for equal springs."""
