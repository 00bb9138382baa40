"""What the sender wrote now, told apart from quotes, forwards and signatures."""
