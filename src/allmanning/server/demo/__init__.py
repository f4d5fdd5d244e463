"""A demonstration: three invented municipalities, their people, and cases in every state. Never in production."""
