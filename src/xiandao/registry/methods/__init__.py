"""Pure methods: values in, frozen values out."""
