"""The main job played on a gateway of its own: real SMTP in, nothing out.

`place` prepares the folder, `story` says who writes what, `play` lets it happen, `account` tells it.
"""
