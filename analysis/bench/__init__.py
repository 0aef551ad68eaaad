"""How fast Readout is, measured on whatever texts or store are at hand."""
