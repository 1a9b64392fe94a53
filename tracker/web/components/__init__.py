"""Parts of pages that are used more than once or that Streamlit has no widget for. Each owns its state key."""
