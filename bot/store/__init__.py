"""The database: a file per noun. Nothing outside this folder speaks SQL."""
