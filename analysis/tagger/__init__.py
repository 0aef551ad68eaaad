"""The trained finder of attributions: tags sources, cues and contents, then links them."""
