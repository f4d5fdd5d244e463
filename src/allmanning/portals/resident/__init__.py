"""What a resident does: apply, answer one question at a time, sign, follow the case, read the decision, answer, withdraw.

Pure steps (`places`, `answers`, `early`, `summary`, `story`, `decided`) make the values; views fetch, act and render.
"""
