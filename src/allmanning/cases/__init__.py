"""From application to decision with reasons: facts, assessments, decisions, journal, deadlines, outbox."""
