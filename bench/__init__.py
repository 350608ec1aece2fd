"""Figures against peers and baselines, side by side in one run."""
