"""Written language: folds (one for each use), scripts, words, languages. Pure."""
