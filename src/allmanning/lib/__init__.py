"""Small pure helpers that import no other room: personnummer, working days, text."""
