"""The words of support: values and the pure rules between them."""
