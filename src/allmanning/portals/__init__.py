"""What people see. Only here is there HTML."""
