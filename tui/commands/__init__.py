"""One file a command: thin functions over the packages below."""
