"""`gateway doctor`: live checks."""
