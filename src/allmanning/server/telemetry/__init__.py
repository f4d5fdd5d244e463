"""What is seen of the program from outside: is it well, how fast is it, what does it log. Route names, never whose."""
