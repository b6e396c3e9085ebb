"""Pure methods of the policy capability: text in, frozen readings out."""
