"""The loop as an integer programme, for loops beyond the exact search: one solver finds the plan, another proves the bound."""
