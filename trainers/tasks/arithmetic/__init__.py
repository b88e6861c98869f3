"""Numbers, expressions, measures and word problems."""
