"""Everyday language: lists, facts, stories, instructions, small talk."""
