"""Engines that are measured beside ours on one small declared model; Mesa and AgentPy are installed for this alone."""
