"""How what operators write becomes values: files laid over each other, values checked, mistakes told in plain words."""
