"""A proxy that passes calls on unchanged, and judges them and their answers."""
