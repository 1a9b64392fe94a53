"""What the browser meets: routes, sign-in middleware, the navigation of the pages, components."""
