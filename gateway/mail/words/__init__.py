"""Word lists in the languages of the world's mail clients: data for the modules beside this package, no code."""
