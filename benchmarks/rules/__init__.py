"""What the rule language's figures come from: one decision, its explanation, the next question, and publishing."""
