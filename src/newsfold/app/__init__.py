"""The command line and the web server: parse, call the engine, print. The only place that prints."""
