"""The script that Streamlit runs lives here alone: beside a folder ``pages`` Streamlit would make pages of its own."""
