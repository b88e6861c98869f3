"""Procedural tasks: questions with written-out reasoning and exact answers, by domain."""
