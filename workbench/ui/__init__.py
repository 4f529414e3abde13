"""The screens: a Streamlit application with one component of our own, served on this computer only."""
