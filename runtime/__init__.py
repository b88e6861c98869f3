"""Host one backbone with its adapters and answer questions as a stream of events."""
