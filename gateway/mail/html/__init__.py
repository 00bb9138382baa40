"""HTML as mail has it: to readable text, and safe to show."""
