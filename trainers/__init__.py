"""Make backbones, adapters and evidence."""
