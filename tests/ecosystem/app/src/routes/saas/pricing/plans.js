export const plans = [
	{ id: 'free', name: 'Rowing boat', price: '$0', every: 'month', about: 'To begin with', features: ['MIT licence', 'Fast pages'] },
	{ id: 'pro', name: 'Sailing boat', price: '$5', every: 'month', about: 'For a crew', features: ['Everything before', 'A harbour master'], stripe: { product: 'prod_pro' } },
	{ id: 'ship', name: 'Ship', price: '$15', every: 'month', about: 'For cargo', features: ['Everything before', 'A crane'], stripe: { product: 'prod_ship' } }
];
