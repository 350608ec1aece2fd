"""Telegram is spoken here and nowhere else."""
