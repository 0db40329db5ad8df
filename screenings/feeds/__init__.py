"""Pure writers: values go in, the text or bytes of a feed come out. No database, no request, no clock."""
