"""What templates may say: a letter is a class with its templates, its readers and its sample; a file a capability."""
