"""For the caseworker: worklist, case, decision, reasons."""
