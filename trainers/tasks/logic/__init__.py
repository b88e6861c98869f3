"""Syllogisms, ontologies, rules, propositions, orders and puzzles."""
