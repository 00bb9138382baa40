"""The composition root: the only place that builds a Store, a Desk or a Mailer.

One module for each, as a command that only looks at the database needs neither rules nor templates to start.
"""
