"""Large-scale tests: what a request lacks is asked for, a manager decides, operations hear of the window."""
